-- All answers of one rating, over all reviews, in the order of the standards.
INDEX answer_rating ON answer (org, rating, standard_sort, id);
